// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>

namespace gatehouse::ui {

/// The one way from any thread to the GUI: letters are put into a vector under a mutex, and however many
/// there are, the GUI's event loop is woken once. Letters posted after the mailbox is gone are thrown away,
/// so the engine may outlive the console. Made and destroyed on the GUI thread.
class Mailbox : public QObject
{
    Q_OBJECT

public:
    using Letter = std::function<void()>;

    explicit Mailbox(QObject* parent = nullptr);
    ~Mailbox() override;

    /// Any thread. The letter runs on the GUI thread, in the order of posting.
    void post(Letter letter);

    /// A handle that may be kept by other threads for as long as they like.
    [[nodiscard]] std::function<void(Letter)> poster() const;

    /// A completion that answers on the GUI thread, and only while the receiver lives.
    template <class T, class F>
    [[nodiscard]] Completion<T> reply(QObject* receiver, F function)
    {
        return Completion<T>([post = poster(), guard = QPointer<QObject>(receiver),
                              function = std::move(function)](Result<T> result) mutable {
            auto kept = std::make_shared<Result<T>>(std::move(result));
            post([guard, kept = std::move(kept), function = std::move(function)]() mutable {
                if (guard) {
                    function(std::move(*kept));
                }
            });
        });
    }

protected:
    bool event(QEvent* event) override;

private:
    struct Box;
    std::shared_ptr<Box> m_box;
};

} // namespace gatehouse::ui
