import Foundation
import Testing

/// The recorded behaviour of the reference implementations, one JSON object a line.
///
/// Of each kind there are the rows of `Tests/Vectors`, and those of the same kind in the directory
/// that the environment variable `CONFORMANCE_VECTORS` names: every `*.jsonl` whose name begins
/// with the kind.
enum Vectors {
  /// A row, and where it stands.
  struct Row<Case: Decodable & Sendable>: Sendable, CustomStringConvertible {
    let value: Case
    let file: String
    let line: Int

    var description: String { "\(file):\(line)" }
  }

  static func rows<Case: Decodable & Sendable>(
    of kind: String, as: Case.Type = Case.self
  ) throws -> [Row<Case>] {
    try files(of: kind).flatMap { try rows(in: $0, as: Case.self) }
  }

  /// Compares every row of a kind with what the package does, prints the tally, and records an
  /// issue that locates the first mismatches.
  ///
  /// `mismatch` returns what differs, or nil.
  static func replay<Case: Decodable & Sendable>(
    _ kind: String, as: Case.Type = Case.self, mismatch: (Case) throws -> String?
  ) throws {
    let rows = try Self.rows(of: kind, as: Case.self)
    let mismatches = try rows.compactMap { row in
      try mismatch(row.value).map { "\(row): \($0)" }
    }
    print("conformance \(kind): \(rows.count) cases, \(mismatches.count) mismatches")
    #expect(rows.count > 0, "no vectors of kind \(kind)")
    if !mismatches.isEmpty {
      Issue.record(Comment(rawValue: mismatches.prefix(10).joined(separator: "\n")))
    }
  }

  private static func files(of kind: String) throws -> [URL] {
    let recorded = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Vectors/\(kind).jsonl")
    guard let directory = ProcessInfo.processInfo.environment["CONFORMANCE_VECTORS"] else {
      return [recorded]
    }
    let others = try FileManager.default.contentsOfDirectory(
      at: URL(filePath: directory), includingPropertiesForKeys: nil)
    let ofKind = others.filter {
      $0.pathExtension == "jsonl" && $0.lastPathComponent.hasPrefix(kind)
    }
    return [recorded] + ofKind.sorted { $0.lastPathComponent < $1.lastPathComponent }
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
