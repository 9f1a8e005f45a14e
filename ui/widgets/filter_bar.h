// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/content_names.h"
#include "ui/filter/filter.h"

#include <QWidget>

#include <vector>

class QAction;
class QCompleter;
class QLabel;
class QLineEdit;
class QStandardItemModel;

namespace gatehouse::ui {

class BusyMark;

/// How a filter stands.
struct FilterCount
{
    qint64 shown = 0;
    qint64 total = 0;
    bool busy = false;      ///< Rows are being compared.
    bool searching = false; ///< Rows are being looked into …
    qint64 looked = 0;      ///< … so many of
    qint64 toLook = 0;      ///< so many.
    qint64 unknown = 0;     ///< Could not be looked into.
};

/// The filter bar of every list. Parses while typing; a text that is wrong is underlined and explained under
/// the bar, with a "did you mean" to click, and the last good filter stays in force. Glyph, words and count
/// say how it stands.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    FilterBar(FieldTable fields, const QString& placeholder, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// Adds a term; one that is there already is not added twice.
    void addTerm(const QString& term);
    /// "8 608 of 100 000", or the total alone while nothing is filtered. While there is work to do a mark
    /// turns inside the bar, and the count says how far it is.
    void showCount(const FilterCount& count);
    /// Words the completer offers behind "field:", the commonest first.
    void setValues(const QString& field, const QStringList& values);
    /// What it offers behind "body." and "header.": full names, each with the rows that have it.
    void setContentNames(std::vector<ContentName> names);

    [[nodiscard]] QLineEdit& edit() const noexcept { return *m_edit; }

    [[nodiscard]] bool valid() const noexcept { return m_valid; }

    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void filterChanged(const gatehouse::ui::Filter& filter);
    /// Somebody is typing a path of a body or the name of a header.
    void contentNamesWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void parse();
    void underline(const FilterError* error);
    void explain(const FilterError* error);
    // filter_completion.cpp
    void complete();
    void accept(const QString& completion);
    void offer(const QString& word, const QString& shown);
    void offerFields();
    void offerValues(const QString& word, qsizetype colon);
    void offerContentNames(const FieldSpec& field);
    void offerWords();
    /// The field of bodies or headers whose names the word asks for, or kNoField.
    [[nodiscard]] std::size_t contentField(const QString& word) const;
    [[nodiscard]] int wordStart() const;
    [[nodiscard]] QString wordAtCursor() const;

    FieldTable m_fields;
    QLineEdit* m_edit;
    QLabel* m_state;
    QLabel* m_count;
    QLabel* m_problem;
    QCompleter* m_completer;
    QStandardItemModel* m_words;
    BusyMark* m_busyMark;
    QHash<QString, QStringList> m_values;
    std::vector<ContentName> m_contentNames;
    std::optional<FilterError> m_error;
    bool m_valid = true;
};

} // namespace gatehouse::ui
