/// A problem and where it is in a document, both from 0.
struct Failure: Error {
  let problem: Problem
  let line: Int
  let column: Int
  /// The number that kubectl prints, which counts in the document; nil if it prints none.
  var kubectlLine: Int?
  /// What kubectl's message has in place of the first `…` of the problem's.
  var detail = ""

  init(
    _ problem: Problem, line: Int, column: Int, kubectlLine: Int? = nil, detail: String = ""
  ) {
    self.problem = problem
    self.line = line
    self.column = column
    self.kubectlLine = kubectlLine
    self.detail = detail
  }

  init(_ problem: Problem, at mark: Mark, kubectlLine: Int?) {
    self.init(
      problem, line: Int(mark.line), column: Int(mark.column), kubectlLine: kubectlLine)
  }
}
