// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/source_mark.h"
#include "app/gatehousectl/terminal.h"
#include "core/config/definition_source.h"
#include "core/config/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace gatehouse::ctl {
namespace {

namespace fs = std::filesystem;

/// The loader knows a file's kind by its place in a definitions folder: what of the path says so.
std::string definitionPath(const fs::path& file)
{
    const auto full = fs::absolute(file).lexically_normal();
    const auto folder = full.parent_path();
    if (folder.filename() == "mappings") {
        return fmt::format("providers/{}/mappings/{}", folder.parent_path().filename().string(),
                           full.filename().string());
    }
    if (folder.filename() == "models") {
        return fmt::format("models/{}", full.filename().string());
    }
    return fmt::format("providers/{}/{}", folder.filename().string(), full.filename().string());
}

bool isDefinition(const fs::path& file)
{
    const auto folder = file.parent_path().filename();
    return file.extension() == ".json"
           && (file.filename() == "provider.json" || folder == "mappings" || folder == "models");
}

/// The files that an argument names: itself, or every definition below a folder.
std::vector<fs::path> filesOf(const fs::path& argument)
{
    std::error_code error;
    if (!fs::is_directory(argument, error)) {
        return {argument};
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(argument, error)) {
        if (entry.is_regular_file() && isDefinition(entry.path())) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

void show(const fs::path& file, const std::string& text, const Error& error)
{
    const auto place = error.pointer.empty() ? "" : fmt::format(" (at {})", error.pointer);
    complain(markError(text, {error.message + place, file.string(), {}, error.at}));
}

/// True when the file is right.
bool check(const config::Loader& loader, const fs::path& file)
{
    auto text = readInput(file.string());
    if (!text) {
        complain(text.error());
        return false;
    }
    const auto problems = loader.check({definitionPath(file), *text, file.string()});
    for (const auto& problem : problems) {
        show(file, *text, problem);
    }
    if (problems.empty()) {
        print(fmt::format("{}: ok\n", file.string()));
    }
    return problems.empty();
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    if (arguments.words.size() < 2 || arguments.words[0] != "check") {
        complain("gatehousectl: usage: gatehousectl providers check FILE…");
        co_return ExitCode::Usage;
    }
    const auto loader = config::Loader::create();
    if (!loader) {
        complain(loader.error());
        co_return ExitCode::Failed;
    }
    std::size_t wrong = 0;
    std::size_t seen = 0;
    for (std::size_t i = 1; i < arguments.words.size(); ++i) {
        for (const auto& file : filesOf(arguments.words[i])) {
            ++seen;
            wrong += check(*loader, file) ? 0U : 1U;
        }
    }
    if (seen == 0) {
        complain("gatehousectl: there are no definitions in these folders");
        co_return ExitCode::Failed;
    }
    if (wrong > 0) {
        complain(fmt::format("gatehousectl: {} of {} files are wrong", wrong, seen));
    }
    co_return wrong == 0 ? ExitCode::Done : ExitCode::Failed;
}

} // namespace

Command providersCommand()
{
    return {"providers",
            "check FILE…",
            "Check provider definitions, mappings and models, without a gateway.",
            "A FILE is a provider.json, a mapping or a model; of a folder every one in it is checked. Each\n"
            "mistake is shown with its line and JSON pointer; the exit status is 1 when there is any.\n",
            {},
            false,
            run};
}

} // namespace gatehouse::ctl
