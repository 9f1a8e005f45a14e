// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/timers.h"

#include <QTimer>

#include <algorithm>

namespace gatehouse::runtime {

namespace {

class EventLoopTimers final : public Timers
{
public:
    explicit EventLoopTimers(const Clock& clock)
        : m_clock(clock)
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_queue.runDue(m_clock.steady());
            arm();
        });
    }

    TimerId after(std::chrono::milliseconds delay, UniqueFunction function) override
    {
        const TimerId id =
            m_queue.at(m_clock.steady() + std::max(delay, std::chrono::milliseconds{0}), std::move(function));
        arm();
        return id;
    }

    bool cancel(TimerId id) override
    {
        const bool found = m_queue.cancel(id);
        arm();
        return found;
    }

private:
    void arm()
    {
        const auto next = m_queue.next();
        if (next == m_armedFor && m_timer.isActive()) {
            return;
        }
        m_armedFor = next;
        if (!next) {
            m_timer.stop();
            return;
        }
        // At most a day at once: QTimer counts milliseconds in an int.
        static constexpr std::chrono::milliseconds kLongest = std::chrono::hours{24};
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - m_clock.steady());
        m_timer.start(std::clamp(wait, std::chrono::milliseconds{0}, kLongest));
    }

    const Clock& m_clock;
    TimerQueue m_queue;
    QTimer m_timer;
    std::optional<SteadyTime> m_armedFor;
};

} // namespace

std::unique_ptr<Timers> makeTimers(const Clock& clock)
{
    return std::make_unique<EventLoopTimers>(clock);
}

} // namespace gatehouse::runtime
