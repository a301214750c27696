# Opens a data set in CSV with base R, by the types in its dictionary:
#
#     Rscript open_tables.R CSV_FOLDER
#
# Checks the names of the columns and that every cell is of its column's type. Prints a line per table (`TABLE rows N`)
# and per column (`TABLE.COLUMN missing M sum S`; of texts: their length; of the finite numbers), then "ok", or every
# difference, and then exits with 1. R reads a line break within a text (CRLF) as one character.

folder <- commandArgs(trailingOnly = TRUE)[1]
classes <- c(text = "character", number = "numeric", count = "numeric", truth = "logical")

opened <- function(table, types) {
  read.csv(file.path(folder, paste0(table, ".csv")), colClasses = types, na.strings = "", check.names = FALSE,
           fileEncoding = "UTF-8")
}

sum_of <- function(cells) {
  there <- cells[!is.na(cells)]
  if (is.character(there)) sum(nchar(there)) else sum(there[is.finite(there)])
}

differences <- character(0)
dictionary <- opened("dictionary", "character")
for (table in unique(dictionary$table)) {
  own <- dictionary[dictionary$table == table, ]
  # A cell that is not of the type of its column is an error of read.csv.
  frame <- tryCatch(opened(table, unname(classes[own$type])), error = function(error) {
    differences <<- c(differences, paste0(table, ": ", conditionMessage(error)))
    NULL
  })
  if (is.null(frame)) next
  if (!identical(names(frame), own$column)) {
    differences <- c(differences, paste0(table, ": columns ", paste(names(frame), collapse = ", ")))
  }
  cat(table, "rows", nrow(frame), "\n")
  for (name in names(frame)) {
    cells <- frame[[name]]
    told <- paste0(table, ".", name)
    cat(told, "missing", sum(is.na(cells)), "sum", format(sum_of(cells), digits = 15), "\n")
  }
}
if (length(differences) > 0) {
  cat(differences, sep = "\n")
  quit(status = 1)
}
cat("ok\n")
