"""The assembly: settings, URLs, servers, commands, the embedded database."""
