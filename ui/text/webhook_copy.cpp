// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/webhook_copy.h"

#include "core/crypto/encoding.h"
#include "ui/text/event_export.h"
#include "ui/text/request_copy.h"

#include <utility>
#include <vector>

namespace gatehouse::ui {

namespace {

/// The last part of /hooks/a/{token} and /hooks/i/{slug}/{token}.
std::string tokenOf(const std::string& url)
{
    const auto end = url.find('?');
    const auto path = url.substr(0, end);
    const auto slash = path.rfind('/');
    return path.find("/hooks/") == std::string::npos || slash == std::string::npos ? std::string()
                                                                                   : path.substr(slash + 1);
}

/// The URL, with the query that the request had.
std::string fullUrl(const CopiedWebhook& webhook)
{
    if (webhook.url.empty()) {
        return webhook.request.target;
    }
    const auto query = webhook.request.target.find('?');
    return query == std::string::npos ? webhook.url : webhook.url + webhook.request.target.substr(query);
}

} // namespace

Result<std::string> copiedText(CopiedWebhook webhook, CopyForm form, bool redact)
{
    if (form == CopyForm::Body) {
        return std::move(webhook.body);
    }
    if (form == CopyForm::Har) {
        const bool text = isUtf8(webhook.body);
        std::vector<ExportedEvent> one;
        one.push_back({std::move(webhook.event), std::move(webhook.request),
                       text ? std::move(webhook.body) : crypto::toBase64(webhook.body), !text});
        return exportEvents(one, ExportFormat::Har);
    }
    CurlRequest request;
    request.method = webhook.request.method;
    request.url = fullUrl(webhook);
    request.urlSecret = tokenOf(webhook.url);
    request.headers = std::move(webhook.request.headers);
    request.bodyBytes = static_cast<std::int64_t>(webhook.body.size());
    request.body = std::move(webhook.body);
    request.redact = redact;
    return form == CopyForm::Curl   ? curlCommand(request)
           : form == CopyForm::Http ? httpMessage(request)
                                    : fetchCall(request);
}

} // namespace gatehouse::ui
