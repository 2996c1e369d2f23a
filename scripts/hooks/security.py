"""Last hook of a page: its content security policy, from the scripts that it ended up with."""

from apparatus import security


def on_post_page(output: str, **_: object) -> str:
    return security.protect(output)


def on_post_template(output_content: str, template_name: str, **_: object) -> str:
    return security.protect(output_content) if template_name.endswith(".html") else output_content
