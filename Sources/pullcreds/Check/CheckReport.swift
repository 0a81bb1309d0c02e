import ImagePullCredentials
import PullDiagnosis

/// What `pullcreds check` found in one or more folders.
struct CheckReport: Sendable {
  /// What was found, by file and place.
  let results: [Result]
  /// What was not read, and why.
  let passedOver: [PassedOver]
  /// How many files were read.
  let fileCount: Int
  /// How many objects were in them.
  let objectCount: Int
  /// From which severity on a finding fails the check.
  let threshold: Finding.Severity

  /// A finding, and the field to change.
  struct Result: Sendable {
    let finding: Finding
    let place: Place
    /// Why somebody accepted it; nil for one that counts.
    let suppression: Suppression?
    /// The same for the same finding about the same object, wherever it moves in its file.
    let fingerprint: String
  }

  /// A place in a file; line and column are from 1, the column counts characters.
  struct Place: Sendable, Hashable {
    let file: String
    let line: Int
    let column: Int
  }

  /// A file, or a document in it, that is no manifest to read.
  struct PassedOver: Sendable, Hashable {
    let place: Place
    let reason: SafeText
    /// Whether it could not be read although it should have been.
    let isError: Bool
  }

  /// The findings that count.
  var open: [Result] { results.filter { $0.suppression == nil } }

  /// Whether a finding that counts is as severe as ``threshold``, or a file could not be read.
  var status: ExitStatus {
    let fails = open.contains { $0.finding.severity >= threshold }
    return fails || passedOver.contains(where: \.isError) ? .negative : .success
  }
}
