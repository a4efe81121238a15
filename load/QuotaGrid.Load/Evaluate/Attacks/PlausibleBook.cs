using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>A book that a puppet pretends to have.</summary>
public static class PlausibleBook
{
    private const int LeastBook = 150;
    private const int MostBook = 600;

    /// <summary>The contacts of some person: as local, as large and as often registered as people's are.</summary>
    public static int[] Pick(Person[] people, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(random);
        for (var tries = 0; tries < 1_000; tries++)
        {
            var person = people[random.Below(people.Length)];
            if (person.InitialSize is >= LeastBook and <= MostBook)
            {
                return person.Book[..person.InitialSize];
            }
        }

        return people[0].Book[..Math.Min(MostBook, people[0].InitialSize)];
    }
}
