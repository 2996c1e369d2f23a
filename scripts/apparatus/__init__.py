"""What the pages are made with: formulas, listings, figures, references, citations and glossary terms."""
