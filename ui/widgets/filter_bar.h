// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"

#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;
class QStringListModel;

namespace gatehouse::ui {

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
    /// "8 608 of 100 000", or the total alone while nothing is filtered.
    void showCount(qint64 shown, qint64 total, bool busy);
    /// Words the completer offers behind "field:", the commonest first.
    void setValues(const QString& field, const QStringList& values);

    [[nodiscard]] QLineEdit& edit() const noexcept { return *m_edit; }

    [[nodiscard]] bool valid() const noexcept { return m_valid; }

    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void filterChanged(const gatehouse::ui::Filter& filter);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void parse();
    void underline(const FilterError* error);
    void explain(const FilterError* error);
    void complete();
    void accept(const QString& completion);
    [[nodiscard]] int wordStart() const;

    FieldTable m_fields;
    QLineEdit* m_edit;
    QLabel* m_state;
    QLabel* m_count;
    QLabel* m_problem;
    QCompleter* m_completer;
    QStringListModel* m_words;
    QHash<QString, QStringList> m_values;
    std::optional<FilterError> m_error;
    bool m_valid = true;
};

} // namespace gatehouse::ui
