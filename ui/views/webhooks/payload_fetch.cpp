// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/payload_fetch.h"

namespace gatehouse::ui {

PayloadFetch::PayloadFetch(Context& context, std::vector<std::string> ids, QObject* parent, Done done)
    : QObject(parent)
    , m_context(context)
    , m_ids(std::move(ids))
    , m_done(std::move(done))
{}

void PayloadFetch::start(Context& context, std::vector<std::string> ids, QObject* parent, Done done)
{
    auto* fetch = new PayloadFetch(context, std::move(ids), parent, std::move(done));
    fetch->next();
}

void PayloadFetch::next()
{
    if (m_events.size() == m_ids.size()) {
        end(std::move(m_events));
        return;
    }
    m_context.gateway.webhooks().received().event(
        m_ids[m_events.size()], m_context.mailbox.reply<EventTrail>(this, [this](Result<EventTrail> answer) {
            if (!answer) {
                end(tl::unexpected(answer.error()));
                return;
            }
            m_events.push_back({std::move(answer->detail.event), {}});
            readPayload();
        }));
}

void PayloadFetch::readPayload()
{
    m_context.gateway.webhooks().received().payload(
        m_events.back().event.id,
        m_context.mailbox.reply<EventPayload>(this, [this](Result<EventPayload> answer) {
            if (!answer) {
                end(tl::unexpected(answer.error()));
                return;
            }
            m_events.back().payload = *std::move(answer);
            next();
        }));
}

void PayloadFetch::end(Result<std::vector<FetchedEvent>> result)
{
    deleteLater();
    m_done(std::move(result));
}

} // namespace gatehouse::ui
