"""The pages of companies: what there is to do, who acts for them, what they entrust."""
