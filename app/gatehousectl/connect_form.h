// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatehousectl/command.h"
#include "core/base/secret.h"
#include "core/json/document.h"

#include <map>
#include <string>

namespace gatehouse::ctl {

/// What is filled in to connect, by name.
struct FilledForm
{
    std::map<std::string, std::string> fields;
    std::map<std::string, Secret> secrets;
};

/// Fills in a form as GET /v1/integrations/{slug}/connect gives it: from --field and --secrets, then by
/// asking for what is required and missing. again: the account has values already, so nothing more is asked
/// for. InvalidArgument: a secret on the command line, a form that is not complete with nobody to ask.
[[nodiscard]] Result<FilledForm> fillForm(const json::Value& form, const Arguments& arguments, bool again);

/// The form that --auth names, by id or kind; the first without one.
[[nodiscard]] Result<json::Value> chooseForm(const json::Value& forms, const std::string& auth);

/// Secrets as --secrets gives them: a JSON object of strings, or lines NAME=VALUE.
[[nodiscard]] Result<std::map<std::string, Secret>> readSecrets(std::string_view text);

} // namespace gatehouse::ctl
