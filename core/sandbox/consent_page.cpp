// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/consent_page.h"

#include "core/base/markup.h"

#include <fmt/format.h>

namespace gatehouse::sandbox {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;background:#f3f4f6;color:#111827;margin:0}"
    "main{max-width:30rem;margin:8vh auto;background:#fff;border:1px solid #d1d5db;border-radius:8px;"
    "padding:2rem}h1{font-size:1.25rem;margin:0 0 1rem}label{display:block}select{font:inherit;width:100%;"
    "padding:.4rem;margin:.25rem 0 1rem}ul{padding-left:1.2rem}.buttons{display:flex;gap:.75rem;"
    "margin-top:1.5rem}button{font:inherit;flex:1;padding:.6rem;border-radius:6px;border:1px solid #6b7280;"
    "background:#fff;cursor:pointer}button[value=allow]{background:#1d4ed8;border-color:#1d4ed8;color:#fff}"
    "footer{margin-top:1.5rem;font-size:.85rem;color:#6b7280}code{font-size:.9em}"
    "@media(prefers-color-scheme:dark){body{background:#111827;color:#f3f4f6}main{background:#1f2937;"
    "border-color:#374151}button,select{background:#111827;color:#f3f4f6}footer{color:#9ca3af}}";

/// title and body are HTML already.
std::string document(const std::string& title, const std::string& body)
{
    return fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>"
                       "<style>{}</style></head>\n<body><main>\n<h1>{}</h1>\n{}\n"
                       "<footer>A simulated vendor inside Gatehouse. No real account is touched.</footer>\n"
                       "</main></body></html>\n",
                       title, kStyle, title, body);
}

std::string scopeList(const ConsentPage& page)
{
    std::string list;
    for (const auto& scope : page.scopes) {
        const auto text = escapeHtml(scope);
        list += page.granular
                    ? fmt::format("<li><label><input type=\"checkbox\" name=\"granted\" value=\"{}\" "
                                  "checked> <code>{}</code></label></li>\n",
                                  text, text)
                    : fmt::format("<li><code>{}</code></li>\n", text);
    }
    return list.empty() ? std::string("<p>It asks for no particular scopes.</p>\n")
                        : fmt::format("<p>It will be able to use:</p>\n<ul>\n{}</ul>\n", list);
}

} // namespace

std::string renderConsent(const ConsentPage& page)
{
    std::string form = fmt::format("<form method=\"post\" action=\"{}\">\n", escapeHtml(page.action));
    for (const auto& [name, value] : page.parameters) {
        form += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escapeHtml(name),
                            escapeHtml(value));
    }
    form += "<label for=\"customer\">Sign in as</label>\n<select id=\"customer\" name=\"customer\">\n";
    for (const auto& [key, name] : page.customers) {
        form += fmt::format("<option value=\"{}\">{}</option>\n", escapeHtml(key), escapeHtml(name));
    }
    form += "</select>\n" + scopeList(page);
    if (page.granular) {
        form += "<input type=\"hidden\" name=\"granular\" value=\"1\">\n";
    }
    form += "<div class=\"buttons\"><button name=\"decision\" value=\"deny\">Deny</button>"
            "<button name=\"decision\" value=\"allow\">Allow</button></div>\n</form>";
    return document(
        fmt::format("{} wants to use your {} data", escapeHtml(page.app), escapeHtml(page.vendor)), form);
}

std::string renderRefusal(std::string_view vendor, std::string_view why)
{
    return renderNote(vendor, "This request cannot be answered", why);
}

std::string renderNote(std::string_view vendor, std::string_view title, std::string_view text)
{
    return document(fmt::format("{}: {}", escapeHtml(vendor), escapeHtml(title)),
                    fmt::format("<p>{}</p>", escapeHtml(text)));
}

} // namespace gatehouse::sandbox
