// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QObject>

#include <functional>

namespace gatehouse::ui {

/// One event with its bytes.
struct FetchedEvent
{
    WebhookEvent event;
    EventPayload payload;
};

/// Reads several events one after another, so that exporting many holds up nothing; deletes itself at the
/// end. Dies with its parent, and then never answers.
class PayloadFetch : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<std::vector<FetchedEvent>>)>;

    static void start(Context& context, std::vector<std::string> ids, QObject* parent, Done done);

private:
    PayloadFetch(Context& context, std::vector<std::string> ids, QObject* parent, Done done);
    void next();
    void readPayload();
    void end(Result<std::vector<FetchedEvent>> result);

    Context& m_context;
    std::vector<std::string> m_ids;
    std::vector<FetchedEvent> m_events;
    Done m_done;
};

} // namespace gatehouse::ui
