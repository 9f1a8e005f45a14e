// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/qt_patience.h"

#include <QApplication>

#include <time.h>

#include <algorithm>
#include <vector>

namespace gatehouse::test {

/// Processor time of this thread in milliseconds: what other programs on the machine do is not counted.
inline double threadMillis()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Measures how long the GUI thread is busy with each event, so that a test can say that no frame was lost.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth++ > 0) {
            const bool result = QApplication::notify(receiver, event);
            --m_depth;
            return result;
        }
        const double begin = threadMillis();
        const auto type = event->type();
        const QString name = QString::fromLatin1(receiver->metaObject()->className());
        const bool result = QApplication::notify(receiver, event);
        --m_depth;
        const double took = threadMillis() - begin;
        if (took > m_longest) {
            m_longest = took;
            m_where = name + QStringLiteral(" event %1").arg(int(type));
        }
        return result;
    }

    void resetLongest()
    {
        m_longest = 0;
        m_where.clear();
    }

    /// Milliseconds of the longest event since resetLongest().
    [[nodiscard]] double longest() const { return m_longest; }

    [[nodiscard]] QString where() const { return m_where; }

    /// The machine may be busy: the middle of three runs counts.
    template <class Run>
    [[nodiscard]] double medianOfThree(Run run)
    {
        std::vector<double> times;
        for (int i = 0; i < 3; ++i) {
            resetLongest();
            run();
            times.push_back(m_longest);
        }
        std::sort(times.begin(), times.end());
        return times[1];
    }

    /// Milliseconds of the longest event of a run that is the same each time: the least of up to three, of
    /// which the first below the limit is the last. What else the machine does (and a hypervisor, whose theft
    /// counts as this thread's time) makes one run or two slower; a hitch of our own is in all of them.
    template <class Run>
    [[nodiscard]] double leastOfThree(double limit, Run run)
    {
        double least = 0;
        for (int i = 0; i < 3 && (i == 0 || least >= limit); ++i) {
            resetLongest();
            run();
            least = i == 0 ? m_longest : std::min(least, m_longest);
        }
        return least;
    }

private:
    int m_depth = 0;
    double m_longest = 0;
    QString m_where;
};

inline TimedApplication& timedApplication()
{
    return *static_cast<TimedApplication*>(qApp);
}

} // namespace gatehouse::test

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): the shape of QTEST_MAIN
#define GATEHOUSE_UI_TEST_MAIN(TestClass)                                                                    \
    int main(int argc, char* argv[])                                                                         \
    {                                                                                                        \
        gatehouse::test::TimedApplication application(argc, argv);                                           \
        QApplication::setCursorFlashTime(0);                                                                 \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }
