// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

/// The JSON Pointer that an expression of nothing but names leads to in the answer's body: "/a/b" for
/// "body.a.`b`", "" for "body". Nothing for any other expression.
[[nodiscard]] std::optional<std::string> bodyPointer(std::string_view expression);

/// Whether an expression might read what lies at the pointer under the member `root` of its input ("body",
/// "raw"), by itself or as part of something larger. Judged by the text alone, and in doubt true.
[[nodiscard]] bool mayRead(std::string_view expression, std::string_view root, std::string_view pointer);

} // namespace gatehouse::pipeline
