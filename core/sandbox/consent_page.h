// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// What a person sees who is asked for access. Plain HTML forms: works in any browser, and as a POST.
struct ConsentPage
{
    std::string vendor;
    std::string app;
    std::string action;                                         ///< Path that the form is sent to.
    std::vector<std::pair<std::string, std::string>> customers; ///< Key and name.
    std::vector<std::string> scopes;
    bool granular = false;                                       ///< Scopes can be unticked.
    std::vector<std::pair<std::string, std::string>> parameters; ///< Of the request; sent along.
};

[[nodiscard]] std::string renderConsent(const ConsentPage& page);
/// What a person sees when the request cannot be answered by a redirect (RFC 6749 §4.1.2.1).
[[nodiscard]] std::string renderRefusal(std::string_view vendor, std::string_view why);
/// A page with nothing but a title and a sentence.
[[nodiscard]] std::string renderNote(std::string_view vendor, std::string_view title, std::string_view text);

} // namespace gatehouse::sandbox
