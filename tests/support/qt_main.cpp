// SPDX-License-Identifier: GPL-3.0-or-later
// main() for GoogleTest programs that need a Qt event loop, on the dispatcher that the daemon runs on: link
// gatehouse_test_qt_main and pass NO_MAIN.
#include "core/runtime/epoll_dispatcher.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

int main(int argc, char** argv)
{
    QCoreApplication::setEventDispatcher(gatehouse::runtime::makeEventDispatcher().release());
    const QCoreApplication application(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
