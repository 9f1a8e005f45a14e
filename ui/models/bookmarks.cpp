// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bookmarks.h"

#include "core/crypto/encoding.h"
#include "core/json/document.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "ui/models/text.h"

#include <QFile>
#include <QSaveFile>
#include <QStringDecoder>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostBookmarks = 1'000;

json::Value bookmarkJson(const Bookmark& bookmark, json::Arena& arena)
{
    std::vector<json::Value> headers;
    for (const auto& header : bookmark.request.headers) {
        headers.push_back(
            json::ObjectBuilder(arena).set("name", header.name).set("value", header.value).build());
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    static_cast<void>(QString(decoder(QByteArrayView(bookmark.body))));
    const bool binary = decoder.hasError();
    json::ObjectBuilder out(arena);
    out.set("name", bookmark.name.toStdString()).set("account_id", bookmark.accountId);
    out.set("integration", bookmark.integration).set("type", bookmark.type);
    out.set("method", bookmark.request.method).set("target", bookmark.request.target);
    out.set("headers", arena.array(headers));
    out.set(binary ? "body_base64" : "body", binary ? crypto::toBase64(bookmark.body) : bookmark.body);
    return out.build();
}

std::string listJson(const std::vector<Bookmark>& bookmarks)
{
    json::Arena arena;
    std::vector<json::Value> list;
    for (const auto& bookmark : bookmarks) {
        list.push_back(bookmarkJson(bookmark, arena));
    }
    return json::writePretty(json::ObjectBuilder(arena).set("bookmarks", arena.array(list)).build()) + "\n";
}

Result<std::vector<Bookmark>> readList(std::string_view text)
{
    const auto document = json::parse(text);
    if (!document) {
        return fail(document.error());
    }
    if (!document->root()["bookmarks"].isArray()) {
        return fail(Errc::ParseError, "there are no \"bookmarks\" in it");
    }
    std::vector<Bookmark> bookmarks;
    for (const auto& item : document->root()["bookmarks"].items()) {
        Bookmark bookmark;
        bookmark.name = toQString(item["name"].asString());
        bookmark.accountId = item["account_id"].asString();
        bookmark.integration = item["integration"].asString();
        bookmark.type = item["type"].asString();
        bookmark.request.method = item["method"].asString();
        bookmark.request.target = item["target"].asString();
        for (const auto& header : item["headers"].items()) {
            bookmark.request.headers.push_back(
                {std::string(header["name"].asString()), std::string(header["value"].asString())});
        }
        bookmark.body = item["body"].asString();
        if (item["body_base64"].isString()) {
            auto bytes = crypto::fromBase64(item["body_base64"].asString());
            bookmark.body = bytes ? std::move(*bytes) : std::string();
        }
        if (!bookmark.name.isEmpty()) {
            bookmarks.push_back(std::move(bookmark));
        }
    }
    return bookmarks;
}

void putInto(std::vector<Bookmark>& bookmarks, Bookmark bookmark)
{
    const auto same = std::find_if(bookmarks.begin(), bookmarks.end(),
                                   [&](const Bookmark& known) { return known.name == bookmark.name; });
    if (same != bookmarks.end()) {
        *same = std::move(bookmark);
    } else {
        bookmarks.push_back(std::move(bookmark));
    }
}

} // namespace

Bookmarks::Bookmarks(QString file, QObject* parent)
    : QObject(parent)
    , m_file(std::move(file))
{
    QFile in(m_file);
    if (!in.exists()) {
        return;
    }
    if (!in.open(QIODevice::ReadOnly)) {
        m_unreadable = in.errorString();
        return;
    }
    const auto bytes = in.readAll().toStdString();
    auto read = readList(bytes);
    if (read) {
        m_bookmarks = *std::move(read);
    } else {
        m_unreadable = errorText(read.error());
    }
}

Status Bookmarks::save(std::vector<Bookmark> next)
{
    if (!m_unreadable.isEmpty()) {
        return fail(
            Errc::Conflict,
            tr("%1 could not be read and is left as it is: %2").arg(m_file, m_unreadable).toStdString());
    }
    if (next.size() > kMostBookmarks) {
        return fail(Errc::LimitExceeded, tr("There can be 1,000 bookmarks.").toStdString());
    }
    const auto text = listJson(next);
    QSaveFile out(m_file);
    const auto size = static_cast<qint64>(text.size());
    const bool good = out.open(QIODevice::WriteOnly)
                      && out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                      && out.write(text.data(), size) == size && out.commit();
    if (!good) {
        return fail(Errc::Unavailable, out.errorString().toStdString());
    }
    m_bookmarks = std::move(next);
    Q_EMIT
    changed();
    return {};
}

Status Bookmarks::put(Bookmark bookmark)
{
    auto next = m_bookmarks;
    putInto(next, std::move(bookmark));
    return save(std::move(next));
}

Status Bookmarks::rename(std::size_t index, const QString& name)
{
    const auto taken = [&](const Bookmark& known) { return known.name == name; };
    if (name.trimmed().isEmpty() || std::any_of(m_bookmarks.begin(), m_bookmarks.end(), taken)) {
        return fail(Errc::Conflict, tr("Give it a name that no other bookmark has.").toStdString());
    }
    auto next = m_bookmarks;
    next.at(index).name = name.trimmed();
    return save(std::move(next));
}

Status Bookmarks::remove(std::size_t index)
{
    auto next = m_bookmarks;
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(index));
    return save(std::move(next));
}

Result<std::size_t> Bookmarks::addFrom(std::string_view json)
{
    auto read = readList(json);
    if (!read) {
        return fail(read.error());
    }
    auto next = m_bookmarks;
    for (auto& bookmark : *read) {
        putInto(next, std::move(bookmark));
    }
    GH_TRY(save(std::move(next)));
    return read->size();
}

std::string Bookmarks::toJson() const
{
    return listJson(m_bookmarks);
}

} // namespace gatehouse::ui
