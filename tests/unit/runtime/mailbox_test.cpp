// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/mailbox.h"

#include <gtest/gtest.h>

#include <memory>

namespace gatehouse::runtime {
namespace {

TEST(Mailbox, wakesTheReceiverOnceForManyValues)
{
    Mailbox<std::unique_ptr<int>> box;
    EXPECT_TRUE(box.push(std::make_unique<int>(1)));
    EXPECT_FALSE(box.push(std::make_unique<int>(2)));
    const auto values = box.take();
    ASSERT_EQ(values.size(), 2U);
    EXPECT_EQ(*values[1], 2);
    EXPECT_TRUE(box.push(std::make_unique<int>(3)));
}

TEST(Mailbox, destroysWhatComesAfterItWasClosed)
{
    Mailbox<std::shared_ptr<int>> box;
    auto value = std::make_shared<int>(1);
    EXPECT_TRUE(box.push(value));
    EXPECT_EQ(box.close().size(), 1U);
    EXPECT_FALSE(box.push(value));
    EXPECT_EQ(value.use_count(), 1);
}

} // namespace
} // namespace gatehouse::runtime
