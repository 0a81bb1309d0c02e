import Foundation

/// The package's executables that tests run.
enum BuiltProducts {
  /// The path of an executable, which is beside the tests themselves.
  static func path(of name: String) throws -> String {
    var directory = Bundle.main.executableURL ?? Bundle.main.bundleURL
    while directory.pathComponents.count > 1 {
      directory.deleteLastPathComponent()
      let candidate = directory.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    }
    throw Missing(name: name)
  }

  struct Missing: Error {
    let name: String
  }
}
