// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>
#include <QVariant>

class QHeaderView;
class QSplitter;

namespace gatehouse::ui {

/// What the console remembers of the person at it: window, columns, filters, history. One INI file in the
/// data directory; nothing in it is needed to start, and a file that cannot be read is as good as none.
class Settings
{
public:
    /// Counts up when panes or columns change so that old sizes would not fit the new ones; what an older
    /// version saved about layout is then left alone.
    static constexpr int kLayoutVersion = 2;

    explicit Settings(const QString& file)
        : m_settings(file, QSettings::IniFormat)
    {}

    [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback = {}) const
    {
        return m_settings.value(key, fallback);
    }

    void set(const QString& key, const QVariant& value) { m_settings.setValue(key, value); }

    void remove(const QString& key) { m_settings.remove(key); }

    void sync() { m_settings.sync(); }

    /// Layout pieces are kept by objectName.
    void saveLayout(const QSplitter& splitter);
    void saveLayout(const QHeaderView& header);
    bool restoreLayout(QSplitter& splitter) const;
    bool restoreLayout(QHeaderView& header) const;
    void forgetLayout();

private:
    QSettings m_settings;
};

} // namespace gatehouse::ui
