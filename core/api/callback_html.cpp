// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/callback_html.h"

#include "core/base/markup.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{0} · Gatehouse</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }}
h1 {{ font-size: 1.4rem; }}
p {{ overflow-wrap: anywhere; }}
.mark {{ color: {2}; }}
footer {{ margin-top: 3rem; font-size: .85rem; opacity: .7; }}
</style>
</head>
<body>
<main role="status">
<h1><span class="mark" aria-hidden="true">{3}</span> {0}</h1>
<p>{1}</p>
</main>
<footer>Gatehouse</footer>
</body>
</html>
)";

} // namespace

net::ServerResponse callbackResponse(const CallbackPage& page)
{
    const bool well = page.status < 400;
    net::ServerResponse response;
    response.status = page.status;
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("X-Frame-Options", "DENY");
    response.headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'");
    response.body = fmt::format(fmt::runtime(kPage), escapeHtml(page.title), escapeHtml(page.text),
                                well ? "#1a7f37" : "#b3261e", well ? "✓" : "✗");
    return response;
}

} // namespace gatehouse::api
