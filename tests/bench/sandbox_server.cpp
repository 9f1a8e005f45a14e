// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated vendors alone, for load tests: sandbox_server [--as-is] prints one JSON line a demo account
// (vendor, customer, base URL, context, access token) and serves until it is ended. Without --as-is they
// answer at once and never throttle.
#include "core/json/document.h"
#include "core/json/write.h"
#include "core/sandbox/sandbox_world.h"
#include "tests/support/places.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace {

std::vector<gatehouse::sandbox::VendorFile> builtInVendors()
{
    std::vector<gatehouse::sandbox::VendorFile> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(gatehouse::test::sourceDir() / "resources/providers")) {
        std::ifstream in(entry.path() / "sandbox.json", std::ios::binary);
        if (in) {
            files.push_back({entry.path().filename().string(),
                             {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()},
                             (entry.path() / "sandbox.json").string()});
        }
    }
    return files;
}

void print(const gatehouse::sandbox::SandboxWorld& world)
{
    for (const auto& account : world.accounts()) {
        const auto vendor =
            std::find_if(world.vendors().begin(), world.vendors().end(),
                         [&account](const auto& one) { return one.slug == account.integration; });
        gatehouse::json::Arena arena;
        gatehouse::json::ObjectBuilder line(arena);
        line.set("vendor", account.integration).set("customer", account.customerKey);
        line.set("base_url", vendor->baseUrl).set("context", account.context.root());
        for (const auto& [name, secret] : account.credentials) {
            line.set(name, secret.reveal()); // Demo tokens of a made-up vendor.
        }
        std::puts(gatehouse::json::write(line.build()).c_str());
    }
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const bool asIs = argc > 1 && std::string_view(argv[1]) == "--as-is";
    const gatehouse::SystemClock clock;
    const auto executor = gatehouse::runtime::makeThisThreadExecutor();
    std::unique_ptr<gatehouse::sandbox::SandboxWorld> world;
    world = gatehouse::sandbox::SandboxWorld::start(
        {1, asIs, asIs, &clock}, builtInVendors(), *executor, [&world](const gatehouse::Result<bool>& ready) {
            if (ready) {
                print(*world);
            } else {
                std::fprintf(stderr, "%s\n", ready.error().describe().c_str());
                QCoreApplication::exit(1);
            }
        });
    return QCoreApplication::exec();
}
