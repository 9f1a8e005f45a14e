// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::pipeline {

/// Puts a block at the beginning of a SOAP envelope's Header element, whatever its namespace prefix and
/// attributes (SOAP 1.1 §4.2); opens an empty one. False when there is none before the Body.
[[nodiscard]] bool putIntoSoapHeader(std::string& envelope, std::string_view block);

} // namespace gatehouse::pipeline
