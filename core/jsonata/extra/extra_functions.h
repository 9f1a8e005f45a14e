// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <vector>

/// The gateway's own functions, added to the built-in ones through the same door that any host uses. All are
/// pure. A missing first argument gives a missing result; a wrong one is the error G1001 (an argument), G1002
/// (a text that is not what it should be) or G1003 (an unknown name: a time zone, unit, currency, algorithm).
namespace gatehouse::jsonata {

/// $dateParse, $dateFormat
[[nodiscard]] std::vector<HostFunction> dateFunctions();
/// $slug, $titleCase, $htmlToText
[[nodiscard]] std::vector<HostFunction> textFunctions();
/// $phoneE164, $countryCode
[[nodiscard]] std::vector<HostFunction> contactFunctions();
/// $enumMap, $compact, $renameKeys, $chunk, $groupBy, $coalesce
[[nodiscard]] std::vector<HostFunction> tableFunctions();
/// $parseXml, $base64url, $base64urlDecode, $hash, $hmac, $jwtDecode, $uuid5
[[nodiscard]] std::vector<HostFunction> codecFunctions();
/// $convertUnit, $convertCurrency
[[nodiscard]] std::vector<HostFunction> conversionFunctions();

/// All of them.
[[nodiscard]] std::vector<HostFunction> extraFunctions();

} // namespace gatehouse::jsonata
