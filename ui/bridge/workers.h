// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/mailbox.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <utility>

namespace gatehouse::ui {

/// The console's few threads for work that would hold the window up: indenting, searching and saving big
/// bodies. Lives on the GUI thread; its end waits for what is running.
class Workers : public QObject
{
    Q_OBJECT

public:
    explicit Workers(Mailbox& mailbox, QObject* parent = nullptr);
    ~Workers() override;

    /// Runs work on a worker and hands its result to then on the GUI thread, while the receiver lives.
    template <class Work, class Then>
    void run(QObject* receiver, Work work, Then then)
    {
        m_pool.start([post = m_mailbox.poster(), guard = QPointer<QObject>(receiver), work = std::move(work),
                      then = std::move(then)]() mutable {
            using Value = decltype(work());
            auto value = std::make_shared<Value>(work());
            post([guard, value = std::move(value), then = std::move(then)]() mutable {
                if (guard) {
                    then(std::move(*value));
                }
            });
        });
    }

private:
    Mailbox& m_mailbox;
    QThreadPool m_pool;
};

} // namespace gatehouse::ui
