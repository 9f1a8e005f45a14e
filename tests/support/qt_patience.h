// SPDX-License-Identifier: GPL-3.0-or-later
// Qt Test for the tests of the console: what they wait for has half a minute. Qt's own five seconds are too
// short for a machine that compiles and runs other tests meanwhile.
#pragma once

#include <QTest>

namespace gatehouse::test {

inline constexpr int kTryMillis = 30'000;

} // namespace gatehouse::test

// NOLINTBEGIN(cppcoreguidelines-macro-usage): Qt Test's macros with another number
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, gatehouse::test::kTryMillis)
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT(expr, message, gatehouse::test::kTryMillis)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT(expr, expected, gatehouse::test::kTryMillis)

// NOLINTEND(cppcoreguidelines-macro-usage)

namespace gatehouse::test {

/// QTest::qWaitForWindowExposed() with the same patience.
inline bool exposed(QWidget* window)
{
    return QTest::qWaitForWindowExposed(window, kTryMillis);
}

} // namespace gatehouse::test
