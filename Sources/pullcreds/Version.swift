/// The version of the command, as CHANGELOG.md counts it.
enum Version {
  static let current = "0.1.0-dev"
}
