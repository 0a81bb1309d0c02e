import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import PullDiagnosis

/// What `pullcreds check` found in one or more folders.
struct CheckReport: Sendable {
  /// What was found, by file and place.
  private(set) var results: [Result] = []
  /// What was not read, and why.
  private(set) var passedOver: [PassedOver] = []
  /// How many files were read.
  private(set) var fileCount = 0
  /// How many objects were in them.
  private(set) var objectCount = 0
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

extension CheckReport {
  /// Checks folders, each for itself; a path may be that of a file, too.
  ///
  /// - Throws: ``InputError`` for a folder that cannot be read. A file that cannot be is noted in the
  ///   report, and the others are checked.
  init(
    _ paths: [String], namespace: String, baseline: Baseline, threshold: Finding.Severity,
    at now: Timestamp
  ) throws(InputError) {
    self.threshold = threshold
    for path in paths {
      var folder = CheckedFolder()
      folder.read(try Self.files(path), defaultNamespace: namespace)
      add(folder, baseline, at: now)
    }
    results.sort { one, other in
      one.place.file == other.place.file
        ? (one.place.line, one.place.column) < (other.place.line, other.place.column)
        : one.place.file.utf8.lexicographicallyPrecedes(other.place.file.utf8)
    }
  }

  private static func files(_ path: String) throws(InputError) -> [String] {
    guard Folder.isFolder(path) else { return [path] }
    do {
      return try Folder(path: path).files(recursive: true, hidden: false)
    } catch {
      throw .unreadable("\(word: path)", error)
    }
  }

  private mutating func add(_ folder: CheckedFolder, _ baseline: Baseline, at now: Timestamp) {
    fileCount += folder.fileCount
    objectCount += folder.objectCount
    passedOver += folder.passedOver
    var sources = PlaceFinder()
    var counts: [String: Int] = [:]
    for found in ManifestCheck(folder.objects).results(at: now) {
      guard let origin = folder.origin(of: found.object),
        let place = sources.place(of: found.field, from: origin)
      else { continue }
      let identity = Self.identity(of: found, in: place.file)
      counts[identity, default: 0] += 1
      let fingerprint = Self.fingerprint(identity, counts[identity, default: 1])
      var suppression = baseline.suppression(of: fingerprint)
      switch sources.comments(in: place.file).answer(for: found.finding.code, atLine: place.line) {
      case .silent: break
      case .accepted(let accepted): suppression = accepted
      case .withoutReason:
        passedOver.append(
          PassedOver(place: place, reason: "pullcreds:ignore needs a reason", isError: false))
      }
      results.append(
        Result(
          finding: found.finding, place: place, suppression: suppression, fingerprint: fingerprint))
    }
  }

  /// What a finding is about, whatever the line: file, code, object and field.
  private static func identity(of found: ManifestCheck.Result, in file: String) -> String {
    let object = found.object
    return [
      file, found.finding.code.rawValue, object.kind, object.namespace, object.name,
      "\(found.field)",
    ].joined(separator: "\0")
  }

  private static func fingerprint(_ identity: String, _ count: Int) -> String {
    var hash = SHA256()
    hash.update(Array("\(identity)\0\(count)".utf8).span)
    return String(hash.finalize().hexadecimal.prefix(32))
  }
}

/// Finds lines and columns in the files of a folder, each read again when it is first asked for.
private struct PlaceFinder {
  private var files: [String: [UInt8]] = [:]
  private var commentsByFile: [String: SuppressionComments] = [:]

  private mutating func bytes(of file: String) -> [UInt8] {
    if let bytes = files[file] { return bytes }
    let bytes = (try? Input.read(file, limit: YAMLReader.maximumByteCount, advice: "").bytes) ?? []
    files[file] = bytes
    return bytes
  }

  /// The place of a field; nil if the file has changed since.
  mutating func place(
    of field: [FieldLocator.Step], from origin: CheckedFolder.Origin
  ) -> CheckReport.Place? {
    let bytes = bytes(of: origin.file)
    var reader = YAMLReader(bytes.span)
    while let document = try? reader.next() {
      guard document.number == origin.document else { continue }
      let offset = FieldLocator(document.json).offset(of: field, from: origin.offset).offset
      let position = document.positions.position(ofByte: offset)
      return CheckReport.Place(file: origin.file, line: position.line, column: position.column)
    }
    return nil
  }

  mutating func comments(in file: String) -> SuppressionComments {
    if let comments = commentsByFile[file] { return comments }
    let comments = SuppressionComments(bytes(of: file))
    commentsByFile[file] = comments
    return comments
  }
}
