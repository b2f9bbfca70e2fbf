"""Print nbgrader's gradebook as JSON. nbgrader's own Python runs this."""

import json
import sys

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    scores = {
        submission.student.id: {
            grade.name: [grade.score, grade.max_score, grade.needs_manual_grade]
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        for submission in book.assignment_submissions(sys.argv[1])
    }
print(json.dumps(scores))
