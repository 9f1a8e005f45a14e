// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/contract/webhook.h"

#include <QObject>
#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// A payload that a person has named, to send it again.
struct Bookmark
{
    QString name;
    std::string accountId;
    std::string integration;
    std::string type;
    WebhookRequest request;
    std::string body;
};

/// The named payloads, in a JSON file of the data directory. A file that cannot be read is left as it is and
/// nothing is written over it. GUI thread.
class Bookmarks : public QObject
{
    Q_OBJECT

public:
    explicit Bookmarks(QString file, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Bookmark>& all() const noexcept { return m_bookmarks; }

    /// One of the same name is replaced.
    [[nodiscard]] Status put(Bookmark bookmark);
    [[nodiscard]] Status rename(std::size_t index, const QString& name);
    [[nodiscard]] Status remove(std::size_t index);
    /// Adds those of an exported file; gives how many.
    [[nodiscard]] Result<std::size_t> addFrom(std::string_view json);
    [[nodiscard]] std::string toJson() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Status save(std::vector<Bookmark> next);

    QString m_file;
    QString m_unreadable; ///< Why the file could not be read.
    std::vector<Bookmark> m_bookmarks;
};

} // namespace gatehouse::ui
