// Words about a workbook written for readers and other programs.

export const writing = {
  commands: {
    html: "Write as a web page beside the file",
    markdown: "Write as Markdown beside the file",
    jupyter: "Write as a Jupyter notebook beside the file",
    script: "Write as a script of SQL beside the file",
  },
  notSaved: "Save the workbook first: it is written beside its file",
  written: "Written to {{path}}.",
  without: "No answer is stored of {{names}}.",
};
