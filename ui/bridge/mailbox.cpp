// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/mailbox.h"

#include <QCoreApplication>
#include <QEvent>

#include <mutex>
#include <vector>

namespace gatehouse::ui {

namespace {

constexpr auto kWake = QEvent::Type(QEvent::User + 71);

} // namespace

struct Mailbox::Box
{
    std::mutex mutex;
    std::vector<Letter> letters;
    Mailbox* owner = nullptr; ///< Null once the mailbox is gone.

    void post(Letter letter)
    {
        const std::scoped_lock lock(mutex);
        if (owner == nullptr) {
            return;
        }
        letters.push_back(std::move(letter));
        if (letters.size() == 1) {
            QCoreApplication::postEvent(owner, new QEvent(kWake));
        }
    }
};

Mailbox::Mailbox(QObject* parent)
    : QObject(parent)
    , m_box(std::make_shared<Box>())
{
    m_box->owner = this;
}

Mailbox::~Mailbox()
{
    const std::scoped_lock lock(m_box->mutex);
    m_box->owner = nullptr;
}

void Mailbox::post(Letter letter)
{
    m_box->post(std::move(letter));
}

std::function<void(Mailbox::Letter)> Mailbox::poster() const
{
    return [box = m_box](Letter letter) { box->post(std::move(letter)); };
}

bool Mailbox::event(QEvent* event)
{
    if (event->type() != kWake) {
        return QObject::event(event);
    }
    std::vector<Letter> letters;
    {
        const std::scoped_lock lock(m_box->mutex);
        letters.swap(m_box->letters);
    }
    for (auto& letter : letters) {
        letter();
    }
    return true;
}

} // namespace gatehouse::ui
