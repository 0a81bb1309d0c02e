import Foundation

/// The recorded behaviour of the reference implementations, one JSON object a line.
///
/// Of each kind there are the rows of `Tests/Vectors`, and those of the same kind in the directory
/// that the environment variable `CONFORMANCE_VECTORS` names: every `*.jsonl` whose name begins
/// with the kind, and with no longer one.
package enum Vectors {
  /// A row, and where it is.
  package struct Row<Case: Decodable & Sendable>: Sendable, CustomStringConvertible {
    package let value: Case
    let file: String
    let line: Int

    package var description: String { "\(file):\(line)" }
  }

  /// What a test throws that found mismatches: where they are and what they are.
  struct Mismatches: Error, CustomStringConvertible {
    let description: String
  }

  package static func rows<Case: Decodable & Sendable>(
    of kind: String, as: Case.Type = Case.self
  ) throws -> [Row<Case>] {
    try files(of: kind).flatMap { try rows(in: $0, as: Case.self) }
  }

  /// Compares every row of a kind with what the package does, prints the tally, and throws what
  /// locates the first mismatches, if there are any.
  ///
  /// `isDivergent` says whether a row is one of the divergences that the documentation lists, which
  /// are counted apart and not compared; `mismatch` returns what differs, or nil.
  package static func replay<Case: Decodable & Sendable>(
    _ kind: String, as: Case.Type = Case.self, isDivergent: (Case) -> Bool = { _ in false },
    mismatch: (Case) throws -> String?
  ) throws {
    let rows = try Self.rows(of: kind, as: Case.self)
    let compared = rows.filter { !isDivergent($0.value) }
    let mismatches = try compared.compactMap { row in
      try mismatch(row.value).map { "\(row): \($0)" }
    }
    let divergences = rows.count - compared.count
    print(
      "conformance \(kind): \(rows.count) cases, \(mismatches.count) mismatches"
        + (divergences > 0 ? ", \(divergences) divergences" : ""))
    guard !compared.isEmpty else { throw Mismatches(description: "no vectors of kind \(kind)") }
    if !mismatches.isEmpty {
      throw Mismatches(description: mismatches.prefix(10).joined(separator: "\n"))
    }
  }

  private static func files(of kind: String) throws -> [URL] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors")
    let recorded = folder.appending(path: "\(kind).jsonl")
    guard let directory = ProcessInfo.processInfo.environment["CONFORMANCE_VECTORS"] else {
      return [recorded]
    }
    let directoryURL = URL(filePath: directory)
    let longerKinds = try kinds(in: folder).filter { $0.hasPrefix(kind) && $0 != kind }
    let ofKind = try kinds(in: directoryURL).filter { name in
      name.hasPrefix(kind) && !longerKinds.contains { name.hasPrefix($0) }
    }
    return [recorded] + ofKind.sorted().map { directoryURL.appending(path: "\($0).jsonl") }
  }

  /// The names of the `*.jsonl` in a directory, without that ending.
  private static func kinds(in directory: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "jsonl" }
      .map { $0.deletingPathExtension().lastPathComponent }
  }

  /// Splits at line feeds as bytes: U+2028 and its like, which split strings, occur inside rows.
  private static func rows<Case: Decodable & Sendable>(
    in file: URL, as: Case.Type
  ) throws -> [Row<Case>] {
    let decoder = JSONDecoder()
    let lines = try Data(contentsOf: file).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try lines.enumerated().compactMap { index, line in
      guard !line.isEmpty else { return nil }
      do {
        let value = try decoder.decode(Case.self, from: Data(line))
        return Row(value: value, file: file.path, line: index + 1)
      } catch {
        throw Unreadable(description: "\(file.path):\(index + 1): \(error)")
      }
    }
  }

  private struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }
}
