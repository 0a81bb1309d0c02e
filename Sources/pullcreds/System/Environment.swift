#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// What the command takes from its surroundings, for the programs that it is asked to execute.
enum Environment {
  /// The variables of this process, as a kubelet passes its own to plugins.
  static var current: [String: String] {
    var variables: [String: String] = [:]
    // A null pointer ends the array. Nothing in this process changes it.
    #if canImport(Darwin)
      var next = _NSGetEnviron().pointee
    #else
      var next = environ
    #endif
    while let entry = next.pointee {
      let parts = String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      next = next.successor()
    }
    return variables
  }
}
