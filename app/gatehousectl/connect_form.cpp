// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/connect_form.h"

#include "app/gatehousectl/prompt.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/parse.h"

#include <fmt/format.h>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kMostSecrets = std::size_t{256} << 10U;

const json::Value* inputNamed(const json::Value& form, std::string_view name)
{
    for (const json::Value& input : form["inputs"].items()) {
        if (input["name"].asString() == name) {
            return &input;
        }
    }
    return nullptr;
}

Status takeFields(FilledForm& filled, const json::Value& form, const Arguments& arguments)
{
    for (const auto& text : arguments.values("field")) {
        const auto at = text.find('=');
        if (at == std::string::npos || at == 0) {
            return fail(Errc::InvalidArgument, "--field takes NAME=VALUE");
        }
        const std::string name = text.substr(0, at);
        const json::Value* input = inputNamed(form, name);
        if (input != nullptr && (*input)["secret"].asBool()) {
            return fail(Errc::InvalidArgument,
                        fmt::format("\"{}\" is a secret, and other users of this machine can read command "
                                    "lines: leave it out and it is asked for, or use --secrets FILE",
                                    name));
        }
        filled.fields.insert_or_assign(name, text.substr(at + 1));
    }
    return {};
}

Status askFor(FilledForm& filled, const json::Value& input)
{
    const std::string name(input["name"].asString());
    const std::string label(input["label"].asString());
    if (!canPrompt()) {
        return fail(Errc::InvalidArgument,
                    fmt::format("\"{}\" ({}) is needed: give it with {}", name, label,
                                input["secret"].asBool() ? "--secrets FILE" : "--field " + name + "=VALUE"));
    }
    if (const auto help = input["help"].asString(); !help.empty()) {
        complain(help);
    }
    if (input["secret"].asBool()) {
        GH_ASSIGN(auto value, promptSecret(label, input["input"].asString() == "multiline"));
        filled.secrets.insert_or_assign(name, std::move(value));
    } else {
        GH_ASSIGN(auto value, promptLine(label));
        filled.fields.insert_or_assign(name, std::move(value));
    }
    return {};
}

} // namespace

Result<std::map<std::string, Secret>> readSecrets(std::string_view text)
{
    std::map<std::string, Secret> out;
    if (const auto document = json::parse(text); document && document->root().isObject()) {
        for (const json::Member& member : document->root().members()) {
            if (!member.value.isString()) {
                return fail(Errc::InvalidArgument,
                            fmt::format("the secret \"{}\" must be a string", member.name));
            }
            out.insert_or_assign(std::string(member.name), Secret(member.value.asString()));
        }
        return out;
    }
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            continue;
        }
        const auto at = line.find('=');
        if (at == std::string_view::npos || at == 0) {
            // Never quoted: it may be the secret itself.
            return fail(Errc::InvalidArgument,
                        "--secrets wants a JSON object of strings, or lines NAME=VALUE");
        }
        out.insert_or_assign(std::string(line.substr(0, at)), Secret(line.substr(at + 1)));
    }
    return out;
}

Result<json::Value> chooseForm(const json::Value& forms, const std::string& auth)
{
    std::string offered;
    for (const json::Value& form : forms.items()) {
        if (auth.empty() || form["auth"].asString() == auth || form["kind"].asString() == auth) {
            return form;
        }
        offered += fmt::format("{}{}", offered.empty() ? "" : ", ", form["auth"].asString());
    }
    return fail(Errc::InvalidArgument, fmt::format("--auth {} is not offered (but {})", auth, offered));
}

Result<FilledForm> fillForm(const json::Value& form, const Arguments& arguments, bool again)
{
    FilledForm filled;
    GH_TRY(takeFields(filled, form, arguments));
    if (arguments.has("secrets")) {
        GH_ASSIGN(const Secret text,
                  readInput(arguments.value("secrets"), kMostSecrets).map([](std::string&& read) {
                      return Secret(std::move(read));
                  }));
        GH_ASSIGN(filled.secrets, readSecrets(text.reveal()));
    }
    if (again) {
        return filled;
    }
    for (const json::Value& input : form["inputs"].items()) {
        const std::string name(input["name"].asString());
        const bool given = filled.fields.contains(name) || filled.secrets.contains(name);
        if (!given && input["required"].asBool() && input["default"].asString().empty()) {
            GH_TRY(askFor(filled, input));
        }
    }
    return filled;
}

} // namespace gatehouse::ctl
