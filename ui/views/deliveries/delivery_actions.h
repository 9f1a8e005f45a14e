// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <vector>

class QWidget;

namespace gatehouse::ui {

/// What a person does to deliveries: send again, edit and send, drop. Of many it asks with their number first
/// and says at the end how many were refused. Lives as long as its parent, over which questions stand.
class DeliveryActions : public QObject
{
    Q_OBJECT

public:
    DeliveryActions(Context& context, QWidget* parent);

    void sendAgain(std::vector<std::string> ids);
    void drop(std::vector<std::string> ids);
    /// Shows its body to be changed, checks that it is JSON, and sends it.
    void edit(const std::string& id);

Q_SIGNALS:
    /// What was asked for is done, or was refused.
    void ended();

private:
    using Act = std::function<void(const std::string& id, Completion<Delivery> done)>;

    struct Run
    {
        Act act;
        std::vector<std::string> ids;
        std::size_t next = 0;
        std::size_t done = 0;
        std::size_t refused = 0;
        QString firstReason;
        QString outcome;  ///< "%1 are on their way again"
        QString refusals; ///< "%1 of %2 could not be sent again: %3"
    };

    void ask(const QString& title, const QString& text, const QString& yes, std::shared_ptr<Run> run);
    void start(const std::shared_ptr<Run>& run);
    void step(const std::shared_ptr<Run>& run);
    void end(const Run& run);
    void openEditor(const DeliveryDetail& detail);

    Context& m_context;
    QWidget* m_parent;
};

} // namespace gatehouse::ui
