namespace QuotaGrid.Load.Universe;

/// <summary>What one person's phone sends: the numbers of the person's contacts.</summary>
/// <param name="Community">The community whose members share contacts, from 0.</param>
/// <param name="InitialSize">The entries at sign-up; those after them are added later.</param>
/// <param name="Entries">All entries, each number once, in the order in which they came into the book.</param>
public sealed record AddressBook(int Community, int InitialSize, IReadOnlyList<E164Number> Entries);
