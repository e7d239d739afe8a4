"""The review register: what every public page lacks, told before a reader notices.

`stocktaking` looks at pages in bounded queries and writes `RegisterEntry`,
`RegisterFinding` and `FoundLink`; `report` shows them in Wagtail's admin; `digest`
mails what is urgent once a week.
"""
