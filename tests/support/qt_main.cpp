// SPDX-License-Identifier: GPL-3.0-or-later
// main() for GoogleTest programs that need a Qt event loop: link gatehouse_test_qt_main and pass NO_MAIN.
#include <QCoreApplication>

#include <gtest/gtest.h>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
