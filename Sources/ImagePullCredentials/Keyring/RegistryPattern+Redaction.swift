extension RegistryPattern: CustomStringConvertible, CustomDebugStringConvertible {
  /// ``displayName``, which shows no user and no password.
  public var description: String { displayName }

  /// ``displayName``, which shows no user and no password.
  public var debugDescription: String { displayName }

}

extension RegistryPattern: CustomReflectable {
  /// A mirror that holds nothing but ``displayName``.
  public var customMirror: Mirror {
    Mirror(self, children: ["displayName": displayName], displayStyle: .struct)
  }

}

extension RegistryPattern {
  /// The key as written, without user and password: `https://***@registry.example.com`. Control
  /// characters are shown as escapes.
  public var displayName: String { Self.displayName(ofKey: asWritten) }

  /// Any text that was meant to be a key, without what may be user and password in it, and with
  /// control characters as escapes, so that it is safe to log.
  ///
  /// The rule does not depend on the key's being valid: whatever stands between a leading scheme
  /// and the last `@` becomes `***`. That is more than the user information when a path holds an
  /// `@`, as that of no image does, and it hides a password in which a `/` was left unescaped.
  ///
  /// - Complexity: O(length of the key).
  public static func displayName(ofKey key: String) -> String {
    displayedKey(key)
  }
}
