extension RegistryPattern: CustomStringConvertible, CustomDebugStringConvertible {
  /// ``displayKey``, which shows no user and no password.
  public var description: String { displayKey }

  /// ``displayKey``, which shows no user and no password.
  public var debugDescription: String { displayKey }
}

extension RegistryPattern: CustomReflectable {
  /// A mirror that holds nothing but ``displayKey``.
  public var customMirror: Mirror {
    Mirror(self, children: ["displayKey": displayKey], displayStyle: .struct)
  }
}

extension RegistryPattern {
  /// The key as written, without user and password: `https://***@registry.example.com`. Control
  /// characters are shown as escapes.
  public var displayKey: String { Self.displayKey(of: originalText) }

  /// Any text that was meant to be a key, without what may be user and password in it, and with
  /// control characters as escapes, so that it is safe to log.
  ///
  /// The rule does not depend on the key's being valid: whatever stands between a leading scheme
  /// and the last `@`, or its escape `%40`, becomes `***`, unless that `@` begins a digest. That is
  /// more than the user information when a path holds an `@`, as that of no image does, and it hides
  /// a password in which a `/` was left unescaped.
  ///
  /// - Complexity: O(length of the key).
  public static func displayKey(of key: String) -> String { ShownKey(key).text }
}

// The parts of a key that may be shown.
extension RegistryPattern {
  /// Whether ``host``, ``port`` and ``path`` stand behind the userinfo, or there is none.
  ///
  /// If not, a password may be cut in pieces and a part of it taken for the host, the port or the path.
  package var hasShownParts: Bool {
    let key = ShownKey(originalText)
    guard key.hasUserinfo else { return true }
    let meant = try? reading(key.withoutUserinfo)
    return meant == self
  }

  /// The host, if it may be shown, on one line.
  package var shownHost: String? { hasShownParts ? host.printable : nil }

  /// The port, if there is one that may be shown.
  package var shownPort: String? { hasShownParts ? port?.printable : nil }

  /// The path, if it may be shown, on one line.
  package var shownPath: String? { hasShownParts ? path.printable : nil }

  /// Another text, compiled as this one was.
  private func reading(_ text: String) throws(ParseError) -> RegistryPattern {
    isMatchImage ? try RegistryPattern(matchImage: text) : try RegistryPattern(registryKey: text)
  }
}

extension RegistryPattern {
  /// Earlier name of ``displayKey``.
  public var displayName: String { displayKey }
  /// Earlier name of ``displayKey(of:)``.
  public static func displayName(ofKey key: String) -> String { displayKey(of: key) }
}
