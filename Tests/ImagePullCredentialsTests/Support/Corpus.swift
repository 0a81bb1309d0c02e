import Foundation
import ImagePullCredentialsTesting

/// The files in `Tests/Corpus/`: a folder for each fuzz target.
enum Corpus {
  static func inputs(of target: FuzzTarget) throws -> [(name: String, input: [UInt8])] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Corpus/\(target.name)").standardizedFileURL
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, try [UInt8](Data(contentsOf: folder.appending(path: name))))
    }
  }
}
