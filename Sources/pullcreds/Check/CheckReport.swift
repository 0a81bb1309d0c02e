import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// The result of `pullcreds check` for one or more folders.
struct CheckReport: Sendable {
  /// The findings, by file and place.
  private(set) var results: [Result] = []
  /// What was not read, and why.
  private(set) var notes: [Note] = []
  /// The number of files that were read.
  private(set) var fileCount = 0
  /// The number of objects in them.
  private(set) var objectCount = 0
  /// The lowest severity of a finding that fails the check.
  let threshold: Finding.Severity

  /// A finding, and the field to change.
  struct Result: Sendable {
    let finding: Finding
    let place: Place
    /// Why it is accepted; nil if it counts.
    let suppression: Suppression?
    /// Identifies the finding about the object, independent of its place in the file.
    let fingerprint: String
  }

  /// A place in a file; line and column are from 1, the column counts characters.
  struct Place: Sendable, Hashable {
    let file: String
    let line: Int
    let column: Int
  }

  /// A note about a whole file or a document in it.
  struct Note: Sendable, Hashable {
    let kind: Kind
    let place: Place
    let reason: SafeText
    /// Whether it is about an object that another file has too.
    var isDuplicate = false

    enum Kind: String, Sendable {
      /// It is not for the API server, or not yet rendered.
      case passedOver = "passed-over"
      /// It cannot be read, and does not look like a manifest.
      case noManifest = "no-manifest"
      /// It should be a manifest, but is not.
      case unreadable
      /// A mapping has a key twice.
      case repeatedKey = "repeated-key"
    }

    var isError: Bool { kind == .unreadable || kind == .repeatedKey }
  }

  /// The findings that count.
  var open: [Result] { results.filter { $0.suppression == nil } }
  /// What to fix before you apply anything.
  var errors: [Note] { notes.filter(\.isError) }
  /// What is not for the API server, or not yet rendered.
  var passedOver: [Note] { notes.filter { !$0.isError } }

  /// Whether a finding that counts is as severe as ``threshold``, or a file could not be read.
  var status: ExitStatus {
    let fails = open.contains { $0.finding.severity >= threshold }
    return fails || notes.contains(where: \.isError) ? .negative : .success
  }
}

// MARK: - Checking

extension CheckReport {
  /// Checks folders, each separately; a path may be that of a file, or `-`.
  ///
  /// - Parameters:
  ///   - paths: folders and files.
  ///   - namespace: the namespace of objects without one; nil if it is not known.
  ///   - baseline: the findings that are accepted.
  ///   - threshold: the lowest severity of a finding that fails the check.
  ///   - now: the present time.
  /// - Throws: ``InputError`` for a path that cannot be read, and for a folder without manifests. An
  ///   unreadable file of a folder is a note in the report, and the others are checked.
  init(
    _ paths: [String], namespace: String?, baseline: Baseline, threshold: Finding.Severity,
    at now: Timestamp
  ) throws(InputError) {
    self.threshold = threshold
    for path in paths {
      add(try CheckedFolder(path, namespace: namespace), baseline, at: now)
    }
    results.sort { one, other in
      one.place.file == other.place.file
        ? (one.place.line, one.place.column) < (other.place.line, other.place.column)
        : one.place.file.utf8.lexicographicallyPrecedes(other.place.file.utf8)
    }
  }

  private mutating func add(_ folder: CheckedFolder, _ baseline: Baseline, at now: Timestamp) {
    fileCount += folder.fileCount
    objectCount += folder.objectCount
    notes += folder.notes
    let found = folder.check(at: now)
    let places = folder.places(of: found.map { ($0.object, $0.field) })
    var comments: [String: SuppressionComments] = [:]
    var counts: [String: Int] = [:]
    for (found, place) in zip(found, places) {
      guard let place else { continue }
      let identity = Self.identity(of: found, in: place.file)
      let count = counts[identity, default: 0] + 1
      counts[identity] = count
      let fingerprint = Self.fingerprint("\(identity)\0\(count)")
      var suppression = baseline.suppression(of: fingerprint)
      let remarks = comments[place.file] ?? SuppressionComments(folder.bytes(of: place.file))
      comments[place.file] = remarks
      switch remarks.answer(for: found.finding.code, atLine: place.line) {
      case .silent: break
      case .accepted(let accepted): suppression = accepted
      case .withoutReason:
        notes.append(
          Note(kind: .passedOver, place: place, reason: "pullcreds:ignore needs a reason"))
      }
      results.append(
        Result(
          finding: found.finding, place: place, suppression: suppression, fingerprint: fingerprint))
    }
  }

  /// The subject of a finding, independent of its place in the file: code, object and field. Items of
  /// lists are not distinguished, because they move.
  private static func identity(of found: ManifestCheck.Result, in file: String) -> String {
    let object = found.object
    let members = found.field.compactMap { step -> String? in
      switch step {
      case .member(let name), .named(let name): name
      case .element: nil
      }
    }
    let parts = [file, found.finding.code.rawValue, object.kind, object.namespace, object.name]
    return (parts + members).joined(separator: "\0")
  }

  /// 32 hexadecimal digits of SHA-256.
  static func fingerprint(_ identity: String) -> String {
    var hash = SHA256()
    hash.update(Array(identity.utf8).span)
    return String(hash.finalize().hexadecimal.prefix(32))
  }
}
