// SPDX-License-Identifier: GPL-3.0-or-later
// What received and refused requests hold, for filters about it.
#include "core/gateway/webhooks.h"
#include "ui/views/webhooks/webhooks_view.h"

#include <memory>
#include <utility>

namespace gatehouse::ui {

namespace {

RecordedContent contentOfRefused(const RejectedWebhook& rejected)
{
    RecordedContent content;
    content.headers = rejected.request.headers;
    const bool whole = static_cast<std::int64_t>(rejected.body.size()) == rejected.bodyBytes;
    if (rejected.bodyBytes > 0) {
        content.bodies.push_back({rejected.body, whole});
    }
    return content;
}

RecordedContent contentOfEvent(Result<EventPayload> payload)
{
    RecordedContent content;
    content.known = payload.has_value();
    if (payload) {
        content.headers = std::move(payload->request.headers);
        if (!payload->body.empty()) {
            content.bodies.push_back({std::move(payload->body), true});
        }
    }
    return content;
}

} // namespace

/// Refused ones are known here alone; the rest is asked for, all at once.
void WebhooksView::readContents(const std::vector<std::string>& ids, ContentGather::Done done) const
{
    auto gather = std::make_shared<ContentGather>(ids.size(), std::move(done));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto refused = m_rejected.find(ids[i]);
        if (refused != m_rejected.end()) {
            gather->set(i, contentOfRefused(refused->second));
            continue;
        }
        m_context.gateway.webhooks().received().payload(ids[i], [gather, i](Result<EventPayload> payload) {
            gather->set(i, contentOfEvent(std::move(payload)));
        });
    }
}

} // namespace gatehouse::ui
