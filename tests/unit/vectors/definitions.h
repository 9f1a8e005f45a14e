// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/snapshot.h"
#include "core/json/document.h"

#include <string_view>
#include <utility>

namespace gatehouse::test {

/// The built-in definitions, loaded; the test fails when one of them is refused.
[[nodiscard]] const config::ConfigSnapshot& builtinDefinitions();

/// The API that a vector's "provider" means: a definition of that name, or "<definition>-<api>" for one of
/// its further APIs; null when there is none (yet), and then the vector is not for us.
[[nodiscard]] const config::ApiProfile* profileFor(std::string_view name);

/// A shared vector file; undefined (and the test skipped by its caller) when the folder is missing.
[[nodiscard]] json::Document sharedVectors(std::string_view fileName);

/// A body as the pipeline hands it to the rules: JSON, else XML, else text; undefined when empty.
[[nodiscard]] json::Document bodyOf(std::string_view text);

/// The input of the rules for a vector's status, headers, body and now.
[[nodiscard]] json::Value inputOf(const json::Value& vector, const json::Document& body, json::Arena& arena);

} // namespace gatehouse::test
