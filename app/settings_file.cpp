// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings_file.h"

#include "core/json/parse.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>
#include <vector>

namespace gatehouse::app {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 1U << 20U;

/// One entry of the file: a name and its values as texts.
struct Setting
{
    std::string name;
    std::vector<std::string> values;
    TextPosition at;
};

Error wrong(const std::filesystem::path& file, const TextPosition& at, std::string message)
{
    return {Errc::InvalidArgument, std::move(message), file.string(), {}, at};
}

Result<std::string> readFile(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in) {
        return fail(wrong(file, {}, "the file cannot be read"));
    }
    if (size > kMaxFileBytes) {
        return fail(wrong(file, {}, "the file is over 1 MiB"));
    }
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Result<std::string> jsonScalar(const json::Value& value)
{
    if (value.isString()) {
        return std::string(value.asString());
    }
    if (value.isBool()) {
        return std::string(value.asBool() ? "true" : "false");
    }
    return fail(Errc::InvalidArgument, "must be a text, true or false");
}

Result<std::vector<Setting>> jsonSettings(const std::filesystem::path& file, const std::string& content)
{
    auto document = json::parse(std::string_view(content));
    if (!document) {
        document.error().source = file.string();
        return fail(std::move(document.error()));
    }
    if (!(*document)->isObject()) {
        return fail(wrong(file, {}, "the file must hold one object"));
    }
    std::vector<Setting> settings;
    for (const auto& member : (*document)->members()) {
        Setting setting{std::string(member.name), {}, {}};
        const auto items = member.value.isArray() ? member.value.items() : std::span(&member.value, 1);
        for (const auto& item : items) {
            auto value = jsonScalar(item);
            if (!value) {
                return fail(wrong(file, {}, setting.name + " " + value.error().message));
            }
            setting.values.push_back(std::move(*value));
        }
        settings.push_back(std::move(setting));
    }
    return settings;
}

TextPosition positionOf(const toml::source_region& region)
{
    return {region.begin.line, region.begin.column, 0, 0};
}

Result<std::string> tomlScalar(const toml::node& node)
{
    if (const auto* const text = node.as_string()) {
        return text->get();
    }
    if (const auto* const flag = node.as_boolean()) {
        return std::string(flag->get() ? "true" : "false");
    }
    return fail(Errc::InvalidArgument, "must be a text, true or false");
}

Result<Setting> tomlSetting(const std::filesystem::path& file, std::string_view name, const toml::node& node)
{
    Setting setting{std::string(name), {}, positionOf(node.source())};
    std::vector<const toml::node*> items{&node};
    if (const auto* const array = node.as_array()) {
        items.clear();
        for (const auto& item : *array) {
            items.push_back(&item);
        }
    }
    for (const auto* const item : items) {
        auto value = tomlScalar(*item);
        if (!value) {
            return fail(wrong(file, setting.at, setting.name + " " + value.error().message));
        }
        setting.values.push_back(std::move(*value));
    }
    return setting;
}

Result<std::vector<Setting>> tomlSettings(const std::filesystem::path& file, const std::string& content)
{
    try {
        std::vector<Setting> settings;
        const auto table = toml::parse(content);
        for (const auto& [key, node] : table) {
            GH_ASSIGN(auto setting, tomlSetting(file, key.str(), node));
            settings.push_back(std::move(setting));
        }
        return settings;
    } catch (const toml::parse_error& error) {
        return fail(wrong(file, positionOf(error.source()), std::string(error.description())));
    }
}

Status applySetting(Options& options, const std::filesystem::path& file, const Setting& setting)
{
    auto name = setting.name;
    std::ranges::replace(name, '_', '-');
    const auto& table = optionTable();
    const auto spec = std::ranges::find(table, name, &OptionSpec::name);
    if (spec == table.end()) {
        return fail(wrong(file, setting.at,
                          fmt::format("there is no setting '{}'; --help lists them all", setting.name)));
    }
    for (const auto& value : setting.values) {
        if (const auto applied = spec->apply(options, value); !applied) {
            return fail(wrong(file, setting.at, fmt::format("{}: {}", name, applied.error().message)));
        }
    }
    return {};
}

} // namespace

Status applySettingsFile(Options& options)
{
    const auto asToml = options.dataDir / "gatehouse.toml";
    const auto asJson = options.dataDir / "gatehouse.json";
    const bool hasToml = std::filesystem::exists(asToml);
    const bool hasJson = std::filesystem::exists(asJson);
    if (hasToml && hasJson) {
        return fail(wrong(asToml, {}, "gatehouse.json stands beside it; keep one of the two"));
    }
    if (!hasToml && !hasJson) {
        return {};
    }
    const auto& file = hasToml ? asToml : asJson;
    GH_ASSIGN(const auto content, readFile(file));
    GH_ASSIGN(const auto settings, hasToml ? tomlSettings(file, content) : jsonSettings(file, content));
    for (const auto& setting : settings) {
        GH_TRY(applySetting(options, file, setting));
    }
    return {};
}

} // namespace gatehouse::app
