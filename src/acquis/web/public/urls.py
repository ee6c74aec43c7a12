"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver

from acquis.web.door import route

from . import (
    certification,
    check_statement,
    compare,
    components,
    demo_messages,
    for_robots,
    home,
    job,
    language,
    offer,
    pages,
    provider_page,
    search,
    signin,
    suggestions,
)

urlpatterns: list[URLPattern | URLResolver] = [
    route("", get=home.show, name="home"),
    route("formations", get=search.show, name="search"),
    route("formations/suggestions", get=suggestions.show, name="suggestions"),
    route("formations/villes", get=search.towns, name="towns"),
    route("formations/<uuid:training_id>", get=offer.show, name="offer"),
    route("comparer", get=compare.show, name="compare"),
    route("certifications/<str:code>", get=certification.show, name="certification"),
    route("metiers/<str:code>", get=job.show, name="job"),
    route("organismes/<uuid:provider_id>", get=provider_page.show, name="provider-page"),
    route("robots.txt", get=for_robots.robots, name="robots"),
    route("sitemap.xml", get=for_robots.sitemap, name="sitemap"),
    route("sitemap-<slug:name>.xml", get=for_robots.part, name="sitemap-part"),
    route("aide", get=pages.help_page, name="help"),
    route("accessibilite", get=pages.accessibility, name="accessibility"),
    route("mentions-legales", get=pages.legal, name="legal"),
    route("donnees-personnelles", get=pages.personal_data, name="personal_data"),
    route("plan-du-site", get=pages.site_map, name="site_map"),
    route("verifier-un-releve", get=check_statement.show, name="check-statement"),
    route("demo/messages", get=demo_messages.show, name="demo-messages"),
    route("langue", post=language.choose, name="language"),
    route("composants", get=components.show, name="components"),
    route("connexion", get=signin.choose, name="sign_in"),
    route("connexion/franceconnect", post=signin.start_franceconnect, name="sign_in_franceconnect"),
    route("connexion/proconnect", post=signin.start_proconnect, name="sign_in_proconnect"),
    route("connexion/session-terminee", get=signin.ended, name="session_ended"),
    route("connexion/prolonger", post=signin.prolong, name="session_prolong"),
    route("deconnexion", post=signin.sign_out, name="sign_out"),
    route("signin/franceconnect/callback", get=signin.franceconnect_answers, name="franceconnect_answers"),
    route("signin/proconnect/callback", get=signin.proconnect_answers, name="proconnect_answers"),
    route("signin/done", get=signin.signed_out, name="signed_out"),
    route(".well-known/jwks.json", get=signin.jwks, name="own_keys"),
]
