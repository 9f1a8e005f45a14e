// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/pictures/picture_error.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

namespace gatehouse::jsonata::pictures {

/// Calls check(vector) for each entry of a file of outcomes that the reference engine gave (npm
/// jsonata 2.2.2).
template <class Check>
void forEachVector(const std::string& file, Check check)
{
    const auto folder = test::sourceDir() / "tests/unit/jsonata/pictures/vectors";
    const auto document = json::parse(test::readFile(folder / file));
    ASSERT_TRUE(document) << document.error().describe();
    ASSERT_GT(document->root().size(), 0U);
    for (const json::Value& vector : document->root().items()) {
        SCOPED_TRACE(json::write(vector));
        check(vector);
    }
}

/// The text of an argument, or nothing when the call leaves it out.
inline std::optional<std::string_view> textArgument(const json::Value& vector, std::size_t index)
{
    const json::Value argument = vector["args"][index];
    return argument.isString() ? std::optional(argument.asString()) : std::nullopt;
}

inline void expectError(const json::Value& vector, const PictureError& error)
{
    EXPECT_EQ(error.code, vector["code"].asString()) << error.message;
    if (vector.contains("message")) {
        EXPECT_EQ(error.message, vector["message"].asString());
    }
}

inline void expectText(const json::Value& vector, const PictureResult<std::string>& got)
{
    if (!got) {
        expectError(vector, got.error());
        return;
    }
    EXPECT_EQ(*got, vector["result"].asString());
    EXPECT_TRUE(vector["result"].isString());
}

inline void expectNumber(const json::Value& vector, const PictureResult<std::optional<double>>& got)
{
    if (!got) {
        expectError(vector, got.error());
    } else if (vector.contains("undefined")) {
        EXPECT_FALSE(got->has_value()) << got->value_or(0);
    } else if (vector.contains("nonFinite")) {
        EXPECT_TRUE(got->has_value() && std::isnan(**got));
    } else {
        ASSERT_TRUE(got->has_value());
        EXPECT_TRUE(vector["result"].isNumber());
        EXPECT_EQ(**got, vector["result"].asDouble());
    }
}

} // namespace gatehouse::jsonata::pictures
