Console.WriteLine("PgMigrate quickstart");
