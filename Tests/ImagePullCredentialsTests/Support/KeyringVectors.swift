import Foundation

/// One line of `keyring.jsonl`: keys in the order added, and look-ups with the entries tried.
struct KeyringVector: Decodable, Sendable {
  struct Lookup: Decodable, Sendable {
    let image: String
    let matches: [Int]
  }

  let entries: [String]
  let lookups: [Lookup]

  /// The recorded vectors.
  ///
  /// Lines end in LF alone; other line separators occur inside strings.
  static func recorded() throws -> [KeyringVector] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Vectors/keyring.jsonl").standardizedFileURL
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(KeyringVector.self, from: Data($0))
    }
  }
}
